import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons.tsx';

interface NoticeProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** A button, where the agent can do something about it. */
  readonly children?: ComponentChildren;
}

/** A plain word in place of what cannot be shown, said too: it comes unasked. */
export function Notice({ icon, title, text, children }: NoticeProps) {
  return (
    <section class="notice" role="alert">
      <span class="notice-icon">
        <Icon name={icon} size={24} />
      </span>
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </section>
  );
}
