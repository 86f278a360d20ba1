import { useId, useRef, useState } from 'preact/hooks';
import type { Upload } from '../queue/upload.ts';
import { useLeavingFocus } from './attachments/use-leaving-focus.ts';
import { copyTextOf } from './copy-text.ts';
import { detailsOf } from './details-text.ts';
import { useLanguage } from './language.ts';

interface DetailsProps {
  readonly upload: Upload;
  readonly endedMs: number | undefined;
  /** Takes the focus to a place that stays. */
  keepFocus(): void;
}

/** Behind a button: how an upload ended in technical words, to be copied for support. */
export function Details({ upload, endedMs, keepFocus }: DetailsProps) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState<'details.copied' | 'details.selected'>();
  const text = useRef<HTMLPreElement>(null);
  const content = useId();
  const all = useRef<HTMLDivElement>(null);
  // An upload may go on by itself: the focus must not go with its details.
  useLeavingFocus(all, keepFocus);

  async function copy(): Promise<void> {
    if (text.current) setCopied((await copyTextOf(text.current)) ? 'details.copied' : 'details.selected');
  }

  return (
    <div ref={all} class="details">
      <button
        type="button"
        class="link-button"
        aria-label={`${t('details.show')}: ${upload.file.name}`}
        aria-expanded={open}
        aria-controls={content}
        onClick={() => {
          setCopied(undefined);
          setOpen(!open);
        }}
      >
        {t('details.show')}
      </button>
      <div id={content} hidden={!open}>
        {open && (
          <>
            <pre ref={text} lang="en" dir="ltr">
              {detailsOf(upload, endedMs)}
            </pre>
            <button type="button" class="choice" onClick={() => void copy()}>
              {t('details.copy')}
            </button>
            <span class="status" role="status">
              {copied && t(copied)}
            </span>
          </>
        )}
      </div>
    </div>
  );
}
