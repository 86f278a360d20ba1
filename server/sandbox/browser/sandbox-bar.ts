import { h } from './dom.ts';
import { icon } from './icons.ts';
import {
  appearances,
  attachFileModes,
  bodyShapes,
  connectionModes,
  connectorModes,
  embeddedFailures,
  failureShapes,
  gatewayDestinations,
  gatewayModes,
  installationModes,
  invokeModes,
  pageLoads,
  panelWidths,
  placeholderModes,
  type RecordsPageProduct,
  type Switches,
  themes,
} from './page-contract.ts';

/** The sandbox's own switches below the product's page. */
export interface SandboxBar {
  /** Shows the switches as they are now. */
  show(switches: Switches): void;
}

export interface SandboxBarOptions {
  readonly place: HTMLElement;
  /** Which page it is below: each has switches of its own. */
  readonly below: 'ticket' | 'settings' | RecordsPageProduct;
  readonly languages: readonly string[];
  /** A command that sends a file to the gateway. */
  readonly curl: string;
  change(patch: Partial<Record<keyof Switches, string | number>>): void;
  reset(): void;
}

const connectorNames: Readonly<Record<Switches['connector'], string>> = {
  working: 'working',
  unauthorised: 'not authorised',
  slow: 'slow',
  failing: 'failing',
  hanging: 'hanging on files',
  'answer-lost': 'answer lost after storing',
  deaf: 'never answering',
};

const gatewayNames: Readonly<Record<Switches['gateway'], string>> = {
  working: 'working',
  slow: 'slow',
  failing: 'failing (503)',
  hanging: 'hanging',
  'answer-lost': 'answer lost after storing',
  down: 'down',
};

const destinationNames: Readonly<Record<Switches['destination'], string>> = { oms: 'OMS', desk: 'Zoho Desk' };

const installationNames: Readonly<Record<Switches['installation'], string>> = {
  right: 'right',
  'other-package': 'packed for another gateway',
  'secret-missing': 'gateway secret missing',
  'secret-wrong': 'gateway secret wrong',
  'client-blocked': 'client blocked at the gateway',
  'origin-refused': 'page not allowed by the gateway',
  'destination-locked': 'gateway’s credentials refused',
};

/** Where the bar leads to, by the page that it is below. */
const otherPages = {
  ticket: [
    ['/settings', 'Settings page'],
    ['/crm', 'CRM'],
    ['/bigin', 'Bigin'],
  ],
  settings: [['/', 'Ticket page']],
  crm: [
    ['/', 'Desk'],
    ['/bigin', 'Bigin'],
  ],
  bigin: [
    ['/', 'Desk'],
    ['/crm', 'CRM'],
  ],
} as const;

/** Builds the bar and its drawer, once. */
export function createSandboxBar(options: SandboxBarOptions): SandboxBar {
  const shows: ((switches: Switches) => void)[] = [];

  function choice<Value extends string>(
    name: keyof Switches,
    label: string,
    values: readonly Value[],
    nameOf: (value: Value) => string = String,
  ): HTMLElement {
    const select = h('select', { name, onchange: () => options.change({ [name]: select.value }) });
    for (const value of values) select.append(h('option', { value }, nameOf(value)));
    const field = h('label', { class: 'bar-field' }, label, select);
    shows.push((switches) => {
      select.value = String(switches[name]);
      field.classList.toggle('is-changed', select.selectedIndex !== 0);
    });
    return field;
  }

  function segments(name: keyof Switches, label: string, values: readonly (string | number)[]): HTMLElement {
    const buttons = values.map((value) =>
      h('button', { type: 'button', onclick: () => options.change({ [name]: value }) }, String(value)),
    );
    shows.push((switches) => {
      for (const [index, button] of buttons.entries()) {
        button.setAttribute('aria-pressed', String(values[index] === switches[name]));
      }
    });
    return h('div', { class: 'segments', role: 'group', 'aria-label': label, 'data-switch': name }, ...buttons);
  }

  function seconds(): HTMLElement {
    const input = h('input', { type: 'number', min: '0', max: '600', step: '0.5', name: 'slowSeconds' });
    input.addEventListener('change', () => options.change({ slowSeconds: input.valueAsNumber }));
    shows.push((switches) => {
      input.valueAsNumber = switches.slowSeconds;
    });
    return h('label', { class: 'bar-field' }, '“Slow” takes, in seconds', input);
  }

  const { below } = options;
  const onTicket = below === 'ticket';
  const onRecord = below === 'crm' || below === 'bigin';
  const installation = choice('installation', 'Installed', installationModes, (value) => installationNames[value]);
  const details = onRecord
    ? [
        choice('embeddedFailure', 'A failed call of the SDK', embeddedFailures),
        choice('pageLoad', 'PageLoad tells', pageLoads),
      ]
    : [
        ...(onTicket ? [installation] : []),
        choice('failureShape', 'A failed call of the connector', failureShapes),
        choice('bodyShape', 'Desk’s body in an answer', bodyShapes),
        choice('placeholders', '{{name}} is replaced in', placeholderModes),
        choice('invoke', 'RESIZE and ROUTE_TO', invokeModes),
        choice('appearance', 'Appearance', appearances),
        choice('theme', 'Accent colour', themes),
      ];
  const drawer = h(
    'div',
    { class: 'drawer', id: 'drawer', popover: 'auto' },
    h('h3', {}, 'Details'),
    ...details,
    seconds(),
    h('h3', {}, 'The gateway by hand'),
    h('p', {}, 'Puts a file on ticket 10321. All names and keys are made up for the sandbox.'),
    h('pre', {}, options.curl),
    h(
      'div',
      { class: 'drawer-buttons' },
      h('button', { type: 'button', onclick: () => void navigator.clipboard.writeText(options.curl) }, 'Copy'),
      h('button', { type: 'button', onclick: () => options.reset() }, 'Reset files and switches'),
    ),
  );
  const gateway = choice('gateway', 'Gateway', gatewayModes, (value) => gatewayNames[value]);
  const ownSwitches = onRecord
    ? [
        choice('attachFile', 'attachFile', attachFileModes),
        choice('connections', 'Connections', connectionModes),
        gateway,
      ]
    : [
        gateway,
        choice('destination', 'to', gatewayDestinations, (value) => destinationNames[value]),
        ...(onTicket ? [] : [installation]),
        segments('appearance', 'Appearance', ['light', 'dark']),
      ];
  options.place.replaceChildren(
    h('span', { class: 'bar-title' }, icon('flask', 16), 'Sandbox'),
    choice('connector', onRecord ? 'SDK' : 'Connector', connectorModes, (value) => connectorNames[value]),
    ...ownSwitches,
    ...(onTicket || onRecord ? [segments('width', 'Width of the panel', panelWidths)] : []),
    choice('language', 'Language', options.languages),
    ...otherPages[below].map(([href, name]) => h('a', { class: 'bar-more', href }, name)),
    h('button', { type: 'button', class: 'bar-more', popovertarget: 'drawer' }, 'More'),
    drawer,
  );
  return {
    show: (switches) => {
      for (const show of shows) show(switches);
    },
  };
}
