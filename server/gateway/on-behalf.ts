import type { Call, Destination } from '../destinations/destination.ts';

/** The same destination, its calls made for one caller: where they have to wait, callers take turns. */
export function onBehalfOf(caller: string, destination: Destination): Destination {
  const own = (call: Call): Call => ({ ...call, caller });
  const { list, read, content, remove, setVisibility, uploadLink } = destination;
  return {
    ...destination,
    findTicket: (reference, call) => destination.findTicket(reference, own(call)),
    upload: (ticketId, file, call) => destination.upload(ticketId, file, own(call)),
    ...(list && { list: (ticketId, page, call) => list(ticketId, page, own(call)) }),
    ...(read && { read: (ticketId, id, call) => read(ticketId, id, own(call)) }),
    ...(content && { content: (ticketId, id, call) => content(ticketId, id, own(call)) }),
    ...(remove && { remove: (ticketId, id, call) => remove(ticketId, id, own(call)) }),
    ...(setVisibility && {
      setVisibility: (ticketId, id, shown, call) => setVisibility(ticketId, id, shown, own(call)),
    }),
    ...(uploadLink && { uploadLink: (ticketId, link, call) => uploadLink(ticketId, link, own(call)) }),
  };
}
