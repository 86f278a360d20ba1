/** A call that Kayako refuses: plain text, whatever was asked. */
export interface KayakoRefusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly text: string;
}

function refusal(status: number, text: string): KayakoRefusal {
  return { kind: 'refused', status, text };
}

/** The words that are known of Kayako; the last three are the stand-in's own. */
export const refusals = {
  apiOff: refusal(403, ''),
  noSalt: refusal(401, 'NO SALT PROVIDED!'),
  notAuthenticated: refusal(401, 'FAILED TO AUTHENTICATE'),
  ticketNotFound: refusal(404, 'Ticket not Found'),
  postNotFound: refusal(404, 'Ticket Post not found'),
  attachmentNotFound: refusal(404, 'Attachment not Found'),
  noTicketId: refusal(400, 'No Ticket ID Specified'),
  noPostId: refusal(400, 'No Ticket Post ID Specified'),
  noFileName: refusal(400, 'No file name specified'),
  noContents: refusal(400, 'No contents specified'),
  onOtherTicket: refusal(400, 'Attachment does not belong to the specified ticket'),
  creationFailed: refusal(400, 'Attachment Creation Failed'),
  noAuthor: refusal(400, 'No User ID or Staff ID Specified'),
  unknownCall: refusal(404, 'Unknown call'),
  broken: refusal(500, 'Fatal error'),
} as const;
