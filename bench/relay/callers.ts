/** Who calls our gateway while it is measured, by the destination that takes the files. */
export const callers = {
  desk: { apikey: 'bench-desk', token: 'bench-desk', email: 'desk@example.com' },
  oms: { apikey: 'bench-oms', token: 'bench-oms', email: 'oms@example.com' },
} as const;
