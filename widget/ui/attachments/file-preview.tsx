import { useEffect, useState } from 'preact/hooks';
import { type Preview, previewOf } from '../../attachments/previews.ts';
import type { TicketFile } from '../../attachments/ticket-attachments.ts';
import type { Ticket } from '../../hosts/host.ts';
import { useLanguage } from '../language.ts';
import type { OnTicket } from './on-ticket.ts';

interface FilePreviewProps {
  readonly file: TicketFile;
  readonly ticket: Ticket;
  readonly contents: OnTicket['contents'];
}

/** A picture or the beginning of a text, below the row of its file. A text is shown as text, whatever is in it. */
export function FilePreview({ file, ticket, contents }: FilePreviewProps) {
  const { t } = useLanguage();
  const [preview, setPreview] = useState<Preview | 'fetching' | 'failed'>('fetching');
  useEffect(() => {
    let gone = false;
    void (async () => {
      const content = await contents.read(ticket, file);
      const found = content.kind === 'bytes' ? await previewOf(content.bytes) : 'failed';
      if (!gone) setPreview(found);
    })();
    return () => {
      gone = true;
    };
  }, [file.id]);

  if (preview === 'fetching') return <p class="reason soft">{t('file.fetching')}</p>;
  if (preview === 'failed') return <p class="reason">{t('file.noContent')}</p>;
  if (preview.kind === 'none') return <p class="reason">{t('file.noPreview')}</p>;
  if (preview.kind === 'image') return <Picture bytes={preview.bytes} name={file.name} />;
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

function Picture({ bytes, name }: { bytes: Blob; name: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(bytes);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return <div class="preview">{url !== undefined && <img src={url} alt={name} />}</div>;
}
