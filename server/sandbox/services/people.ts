/** A user of Desk, as `include=creator` shows one. */
export interface Person {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly photoURL: string | null;
}

/** Who works in the sandbox's organisation. */
export const deskPeople = {
  /** At work on the Desk page; uploads by the connector carry this name. */
  agent: {
    id: '482910000000139001',
    firstName: 'Helena',
    lastName: 'Duarte',
    email: 'helena.duarte@example.com',
    photoURL: null,
  },
  /** Who authorised the gateway's OAuth client. */
  administrator: {
    id: '482910000000139002',
    firstName: 'Tomás',
    lastName: 'Berg',
    email: 'tomas.berg@example.com',
    photoURL: null,
  },
  /** The user by which OMS hands files on. */
  oms: { id: '482910000000139003', firstName: '', lastName: 'OMS', email: 'oms@example.com', photoURL: null },
} as const satisfies Readonly<Record<string, Person>>;

export function findPerson(id: string): Person | undefined {
  return Object.values(deskPeople).find((person) => person.id === id);
}
