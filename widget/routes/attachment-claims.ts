/**
 * Which attachment belongs to which upload of this widget: two uploads of the same name and size must not both take
 * the same attachment for theirs.
 */
export interface AttachmentClaims {
  /** @returns whether it is the upload's now; not so where it is another's */
  claim(ticketId: string, attachmentId: string, uploadId: string): boolean;
  /** The attachments of a ticket that belong to other uploads. */
  ofOthers(ticketId: string, uploadId: string): readonly string[];
}

export function createAttachmentClaims(): AttachmentClaims {
  const owners = new Map<string, Map<string, string>>();
  return {
    claim(ticketId, attachmentId, uploadId) {
      const ofTicket = owners.get(ticketId) ?? new Map<string, string>();
      owners.set(ticketId, ofTicket);
      const owner = ofTicket.get(attachmentId) ?? uploadId;
      ofTicket.set(attachmentId, owner);
      return owner === uploadId;
    },
    ofOthers(ticketId, uploadId) {
      const ofTicket = owners.get(ticketId) ?? new Map<string, string>();
      return [...ofTicket].flatMap(([attachmentId, owner]) => (owner === uploadId ? [] : [attachmentId]));
    },
  };
}
