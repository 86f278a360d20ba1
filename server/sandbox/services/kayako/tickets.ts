/** Who wrote a post: a customer (`user`) or someone at work (`staff`). */
export interface KayakoAuthor {
  readonly kind: 'user' | 'staff';
  readonly id: string;
  readonly fullName: string;
  readonly email: string;
}

/** A ticket of the Kayako stand-in, as it is when the sandbox starts. */
export interface KayakoTicket {
  readonly id: string;
  readonly subject: string;
  /** The oldest first. */
  readonly posts: readonly {
    readonly id: string;
    readonly author: KayakoAuthor;
    readonly contents: string;
    readonly minutesAgo: number;
  }[];
}

const maya: KayakoAuthor = { kind: 'user', id: '58', fullName: 'Maya Lindqvist', email: 'maya.lindqvist@example.com' };
const helena: KayakoAuthor = { kind: 'staff', id: '3', fullName: 'Helena Duarte', email: 'helena.duarte@example.com' };

export const kayakoAuthors: readonly KayakoAuthor[] = [maya, helena];

/** What is in Kayako when the sandbox starts. */
export const kayakoTickets: readonly KayakoTicket[] = [
  {
    id: '1041',
    subject: 'Two of six boxes arrived crushed',
    posts: [
      { id: '2203', author: maya, minutesAgo: 95, contents: 'Two boxes were crushed & the lamp shades are bent.' },
      { id: '2207', author: helena, minutesAgo: 40, contents: 'Please send me the delivery slip <signed>.' },
    ],
  },
  {
    id: '1042',
    subject: 'Where is my order?',
    posts: [{ id: '2210', author: maya, minutesAgo: 12, contents: 'Ordered on Monday, not here on Friday.' }],
  },
];
