import type { PageData, PageTicket, Switches, Verdict } from './page-contract.ts';
import { type DeskEvent, isProperties, type Properties } from './wire.ts';

/** What a widget can make the page do. */
export interface DeskSide {
  readonly page: PageData;
  switches(): Switches;
  /** The ticket on screen; none on the extension's own page. */
  ticket(): PageTicket | undefined;
  showNotice(notice: { readonly title: string; readonly content: string; readonly failed: boolean }): void;
  /** @returns whether the agent agreed */
  showPopup(popup: {
    readonly title: string;
    readonly content: string;
    readonly okText: string;
    readonly cancelText: string;
  }): Promise<boolean>;
  showAttachments(): void;
  /** @param height in CSS, such as `420px` */
  resizeWidget(height: string): void;
}

/** Answers `ZOHODESK.get`, `set`, `delete`, `notify`, `showpopup` and `invoke`. */
export function createDeskEvents(desk: DeskSide): (event: DeskEvent) => Promise<Verdict> {
  const database = new Map<string, Properties>();

  async function answer(event: DeskEvent): Promise<Verdict> {
    const value = isProperties(event.value) ? event.value : {};
    switch (event.type) {
      case 'GET_DATA':
        return event.property === 'database' ? getRecords(value) : getData(event.property ?? '', desk);
      case 'SET_DATA':
        return event.property === 'database' ? setRecord(value) : failure(`${event.property} cannot be set here`);
      case 'DELETE_DATA':
        return event.property === 'database' ? deleteRecord(value) : failure(`${event.property} cannot be deleted`);
      case 'NOTIFY':
        desk.showNotice({
          title: text(value['title']),
          content: text(value['content']),
          failed: value['icon'] === 'failure',
        });
        return success({ status: 'success' });
      case 'POPUP':
        return askAgent(value);
      default:
        return invoke(event);
    }
  }

  async function askAgent(value: Properties): Promise<Verdict> {
    const agreed = await desk.showPopup({
      title: text(value['title']),
      content: text(value['content']),
      okText: text(value['okText']) || 'OK',
      cancelText: text(value['cancelText']) || 'Cancel',
    });
    return agreed ? success({ result: true }) : { kind: 'rejected', value: { result: false } };
  }

  function invoke({ type, value }: DeskEvent): Verdict {
    if (desk.switches().invoke === 'refused') return failure(`${type} is not supported in this location`);
    if (type === 'ROUTE_TO' && text(value) === 'ticket.attachments') desk.showAttachments();
    else if (type === 'RESIZE' && isProperties(value)) desk.resizeWidget(text(value['height']));
    else return failure(`${type} is not known`);
    return success({ status: 'success' });
  }

  function getRecords({ key, queriableValue }: Properties): Verdict {
    if (!desk.page.extension.storage) return failure('The extension has no storage');
    const matches = [...database.values()].filter(
      (one) =>
        (key === undefined || one['key'] === key) &&
        (queriableValue === undefined || one['queriableValue'] === queriableValue),
    );
    return success({ 'database.get': { data: matches } });
  }

  function setRecord(record: Properties): Verdict {
    if (!desk.page.extension.storage) return failure('The extension has no storage');
    database.set(text(record['key']), record);
    return success({ 'database.set': { data: record } });
  }

  function deleteRecord({ key }: Properties): Verdict {
    if (!desk.page.extension.storage) return failure('The extension has no storage');
    database.delete(text(key));
    return success({ status: 'success' });
  }

  return answer;
}

/** Answers `ZOHODESK.get` of everything but the database: the whole of a thing, or one field of it after a dot. */
function getData(path: string, { page, ticket }: DeskSide): Verdict {
  if (path === 'extension.config') return success({ [path]: page.parameters });
  const [name = '', ...rest] = path.split('.');
  const thing = thingsOf(page, ticket())[name];
  if (!thing) return failure(`${path} is not known`);
  if (rest.length === 0) return success({ [path]: thing });
  const field = rest.join('.');
  return Object.hasOwn(thing, field) ? success({ [path]: thing[field] }) : failure(`${path} is not known`);
}

function thingsOf(page: PageData, ticket: PageTicket | undefined): Record<string, Properties> {
  const others = { portal: { id: page.orgId }, user: page.user };
  if (!ticket) return others;
  const { contact, conversation: _, department, owner, ...plain } = ticket;
  const flat = { departmentId: department.id, contactId: contact.id, contactName: contact.name, email: contact.email };
  return { ticket: { ...plain, ...flat, assignee: owner }, ...others };
}

function success(value: Properties): Verdict {
  return { kind: 'resolved', value: { ...value, status: 'success' } };
}

function failure(errMessage: string): Verdict {
  return { kind: 'rejected', value: { errMessage } };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
