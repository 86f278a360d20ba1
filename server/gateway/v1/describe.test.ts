import { expect, it } from 'vitest';
import { describeAttachment } from './describe.ts';

const ticket = { id: '1', named: 'number:10321' };
const plain = { id: '7', name: 'a.pdf', mimeType: 'application/pdf', size: 9, createdAt: '2025-06-01T12:00:00.000Z' };
const described = {
  id: '7',
  ticket_id: 'number:10321',
  filename: 'a.pdf',
  content_type: 'application/pdf',
  size_bytes: 9,
  created_at: '2025-06-01T12:00:00.000Z',
};

it('describes an attachment as far as its service tells, under the name by which the ticket was asked for', () => {
  expect(Object.entries(describeAttachment(ticket, plain))).toEqual(Object.entries(described));
  expect(
    describeAttachment(ticket, { ...plain, uploadedBy: '3', isPublic: false, link: 'https://example.com/' }),
  ).toEqual({
    ...described,
    uploaded_by_user_id: '3',
    is_public: false,
    attachment_url: 'https://example.com/',
  });
});
