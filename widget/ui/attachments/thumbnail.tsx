import { useEffect, useRef, useState } from 'preact/hooks';
import { mayDraw, previewOf } from '../../attachments/previews.ts';
import type { AttachmentContents, TicketFile } from '../../attachments/ticket-attachments.ts';
import type { Ticket } from '../../hosts/host.ts';
import { FileIcon } from '../file-icon.tsx';

interface ThumbnailProps {
  readonly file: TicketFile;
  readonly ticket: Ticket;
  readonly contents: AttachmentContents;
}

/** A larger picture, in bytes, is not fetched only to be shown in the size of an icon. */
const largestBytes = 4 * 1024 ** 2;

/** Nor is one decoded of more pixels, of which a ticket may have many: those of a usual photo, and twice as many. */
const mostPixels = 25_000_000;

/** A picture small, once it is seen and where its bytes can be had; else the icon of its type. */
export function Thumbnail({ file, ticket, contents }: ThumbnailProps) {
  const place = useRef<HTMLSpanElement>(null);
  const [url, setUrl] = useState<string>();
  const offered = mayDraw(file.name) && file.size <= largestBytes && contents.offers(file);

  useEffect(() => {
    const { current } = place;
    if (!offered || !current || url !== undefined) return;
    let gone = false;
    const show = async () => {
      const bytes = await contents.read(ticket, file);
      const preview = bytes && !gone ? await previewOf(bytes, mostPixels) : undefined;
      if (preview?.kind === 'image' && !gone) setUrl(URL.createObjectURL(preview.bytes));
    };
    const seeing = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seeing.disconnect();
      void show();
    });
    seeing.observe(current);
    return () => {
      gone = true;
      seeing.disconnect();
    };
    // A file's content never changes under its id.
  }, [offered, file.id, ticket.id]);
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);

  return (
    <span ref={place} class="thumbnail">
      {url === undefined ? (
        <FileIcon name={file.name} />
      ) : (
        <img src={url} alt="" decoding="async" onError={() => setUrl(undefined)} />
      )}
    </span>
  );
}
