interface ProgressProps {
  readonly label: string;
  /** In bytes; `undefined` where the route cannot tell: then the bar says only that something happens. */
  readonly sent: number | undefined;
  /** In bytes. */
  readonly size: number;
}

/** How far an upload has come. */
export function Progress({ label, sent, size }: ProgressProps) {
  const percent = sent === undefined || size === 0 ? undefined : Math.min(100, Math.floor((100 * sent) / size));
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div
        class="progress-done"
        style={percent === undefined ? undefined : { inlineSize: `${percent}%` }}
        data-unknown={percent === undefined}
      />
    </div>
  );
}
