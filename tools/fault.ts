/** Something that keeps the extension from being packed. */
export interface Fault {
  /** The file, entry or option that it is about. */
  readonly where: string;
  /** What is wrong with it. */
  readonly wrong: string;
  /** What would be right. */
  readonly right: string;
}

/** One sentence for people: where, what is wrong, what would be right. */
export function describeFault(fault: Fault): string {
  return `${fault.where}: ${fault.wrong}; ${fault.right}.`;
}
