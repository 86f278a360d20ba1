/** Text that is HTML; anything else is escaped when it is put into a page. */
export interface Html {
  readonly html: string;
}

type Content = string | Html | readonly Html[];

/** Makes HTML of a template: what is filled in is text, unless it is HTML itself. */
export function html(template: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { html: String.raw({ raw: template }, ...values.map(write)) };
}

function write(content: Content): string {
  if (typeof content === 'string') return content.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
  return 'html' in content ? content.html : content.map(write).join('');
}
