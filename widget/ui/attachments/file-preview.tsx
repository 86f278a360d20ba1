import { useEffect, useState } from 'preact/hooks';
import { type Preview, previewOf } from '../../attachments/previews.ts';
import type { TicketFile } from '../../attachments/ticket-attachments.ts';
import type { Ticket } from '../../hosts/host.ts';
import { useLanguage } from '../language.ts';
import type { OnTicket } from './on-ticket.ts';

interface FilePreviewProps {
  readonly file: TicketFile;
  readonly ticket: Ticket;
  readonly onTicket: Pick<OnTicket, 'contents' | 'say'>;
}

/** What is in a file, below its row. A text is shown as text, whatever is in it. */
export function FilePreview({ file, ticket, onTicket: { contents, say } }: FilePreviewProps) {
  const { t } = useLanguage();
  const [preview, setPreview] = useState<Preview | 'fetching' | 'failed'>('fetching');
  function end(found: Preview | 'failed'): void {
    setPreview(found);
    if (found === 'failed') say(t('file.noContent'));
    else say(found.kind === 'none' ? t('file.noPreview') : `${t('file.preview')}: ${file.name}`);
  }
  useEffect(() => {
    let gone = false;
    void (async () => {
      const bytes = await contents.read(ticket, file);
      const found = bytes ? await previewOf(bytes) : 'failed';
      if (!gone) end(found);
    })();
    return () => {
      gone = true;
    };
  }, [file.id]);

  if (preview === 'fetching') return <p class="reason soft">{t('file.fetching')}</p>;
  if (preview === 'failed') return <p class="reason">{t('file.noContent')}</p>;
  if (preview.kind === 'none') return <p class="reason">{t('file.noPreview')}</p>;
  if (preview.kind !== 'text') {
    return <Shown {...preview} name={file.name} giveUp={() => end({ kind: 'none' })} />;
  }
  return (
    <div class="preview">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be within the keyboard's reach */}
      <pre dir="auto" tabIndex={0}>
        {preview.text}
      </pre>
      {preview.cut && <p class="reason soft">{t('file.cut')}</p>}
    </div>
  );
}

interface ShownProps {
  readonly kind: 'image' | 'pdf';
  readonly bytes: Blob;
  readonly name: string;
  /** It cannot be shown after all. */
  giveUp(): void;
}

function Shown({ kind, bytes, name, giveUp }: ShownProps) {
  const { t } = useLanguage();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(bytes);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  if (url === undefined) return null;
  return (
    <div class="preview">
      {kind === 'image' ? (
        <img src={url} alt={name} onError={giveUp} />
      ) : (
        <object data={url} type={bytes.type} aria-label={name}>
          {/* Where the browser has no viewer, or the product's frame or policy lets it show none. */}
          <p class="reason">{t('file.noPreview')}</p>
        </object>
      )}
    </div>
  );
}
