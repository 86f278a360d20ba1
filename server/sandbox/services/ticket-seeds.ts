import { deskPeople } from './people.ts';
import type { TicketSeed } from './tickets.ts';

const agent = `${deskPeople.agent.firstName} ${deskPeople.agent.lastName}`;
const orders = { id: '482910000000006907', name: 'Orders & Delivery' };
const technical = { id: '482910000000006921', name: 'Technical Support' };
const billing = { id: '482910000000006935', name: 'Billing' };

const day = 24 * 60;

/** What is on the sandbox's desk when it opens. */
export const ticketSeeds: readonly TicketSeed[] = [
  {
    id: '482910000007310021',
    ticketNumber: '10321',
    subject: 'Two of six boxes arrived crushed',
    status: 'Open',
    priority: 'High',
    channel: 'Email',
    language: 'en',
    department: orders,
    contact: {
      id: '482910000007102044',
      name: 'Maya Lindqvist',
      email: 'maya.lindqvist@example.com',
      company: 'Fjord & Pine Interiors',
    },
    cf: { cf_chamado_id: '48213' },
    conversation: [
      {
        from: 'contact',
        author: 'Maya Lindqvist',
        minutesAgo: day + 95,
        kind: 'message',
        text: 'Hello,\n\nour order SO-77104 came this morning. Four boxes are fine, but two were crushed on one side and the lamp shades inside are bent. The driver noted it on the delivery slip.\n\nWhat do you need from us to have them replaced?\n\nMaya',
      },
      {
        from: 'agent',
        author: agent,
        minutesAgo: day + 40,
        kind: 'message',
        text: 'Hi Maya,\n\nI am sorry about that. Please send me the signed delivery slip and one or two photos of the damaged boxes, with the label in view. I will put them on this ticket and open the claim with the carrier today.\n\nHelena',
      },
      {
        from: 'contact',
        author: 'Maya Lindqvist',
        minutesAgo: 52,
        kind: 'message',
        text: 'Thank you, Helena. I sent the slip and four photos to your phone, since our mail server takes no more than 5 MB. The replacement is needed by Friday, if there is any way.',
      },
      {
        from: 'agent',
        author: agent,
        minutesAgo: 18,
        kind: 'private-comment',
        text: 'Carrier wants slip and photos on the ticket before 16:00, else the claim moves to tomorrow.',
      },
    ],
  },
  {
    id: '482910000007310188',
    ticketNumber: '10322',
    subject: 'Nota fiscal com valor divergente do pedido',
    status: 'Open',
    priority: 'Medium',
    channel: 'Web',
    language: 'pt',
    department: billing,
    contact: {
      id: '482910000007102091',
      name: 'Rafael Nogueira',
      email: 'rafael.nogueira@example.com',
      company: 'Casa Aroeira Comércio',
    },
    cf: { cf_chamado_id: '48219' },
    conversation: [
      {
        from: 'contact',
        author: 'Rafael Nogueira',
        minutesAgo: 6 * 60,
        kind: 'message',
        text: 'Bom dia,\n\na nota fiscal 004.512 saiu com R$ 1.284,90, mas o pedido aprovado era de R$ 1.184,90. O frete parece ter sido somado duas vezes.\n\nPreciso da correção antes do fechamento do mês. Posso enviar o pedido e o comprovante?\n\nRafael',
      },
      {
        from: 'agent',
        author: agent,
        minutesAgo: 5 * 60 + 12,
        kind: 'message',
        text: 'Bom dia, Rafael!\n\nPode sim: envie o pedido aprovado em PDF e a planilha do frete, por favor. Assim que estiverem anexados aqui, peço ao fiscal a carta de correção.\n\nHelena',
      },
      {
        from: 'contact',
        author: 'Rafael Nogueira',
        minutesAgo: 64,
        kind: 'message',
        text: 'Seguem por WhatsApp: “Orçamento nº 5 – aprovado.pdf” e a planilha. Obrigado!',
      },
    ],
  },
  {
    id: '482910000007310342',
    ticketNumber: '10325',
    subject: 'Stock import stops at row 1,204',
    status: 'Escalated',
    priority: 'High',
    channel: 'Phone',
    language: 'en',
    department: technical,
    contact: {
      id: '482910000007102137',
      name: 'Owen Achebe',
      email: 'owen.achebe@example.com',
      company: 'Brightwater Outdoor',
    },
    cf: { cf_chamado_id: '48230' },
    conversation: [
      {
        from: 'contact',
        author: 'Owen Achebe',
        minutesAgo: 3 * day + 20,
        kind: 'message',
        text: 'Called in: the nightly stock import stops at row 1,204 with “unexpected quote”. It worked until last Thursday. About 3,000 articles are not updated, and the shop sells what is not there.',
      },
      {
        from: 'agent',
        author: agent,
        minutesAgo: 2 * day + 300,
        kind: 'message',
        text: 'Hi Owen,\n\ncould you send the CSV file as your system writes it, unopened, and the log of the last two nights? Excel changes quotes and separators when it saves.\n\nHelena',
      },
      {
        from: 'contact',
        author: 'Owen Achebe',
        minutesAgo: day + 610,
        kind: 'message',
        text: 'The files are on the USB stick that Priya brought to your office: stock-export.csv and both logs, zipped.',
      },
      {
        from: 'agent',
        author: agent,
        minutesAgo: 150,
        kind: 'private-comment',
        text: 'Engineering waits for the CSV. Put it on the ticket as it is, do not open it.',
      },
    ],
  },
  {
    id: '482910000007310417',
    ticketNumber: '10330',
    subject: 'Return label for an unopened order',
    status: 'On Hold',
    priority: 'Low',
    channel: 'Email',
    language: 'en',
    department: orders,
    contact: {
      id: '482910000007102180',
      name: 'Chloe Marchetti',
      email: 'chloe.marchetti@example.com',
      company: 'Studio Marchetti',
    },
    cf: { cf_chamado_id: '48244' },
    conversation: [
      {
        from: 'contact',
        author: 'Chloe Marchetti',
        minutesAgo: 2 * day + 75,
        kind: 'message',
        text: 'Hi, we ordered the oak frames twice by mistake (SO-77031 and SO-77032). The second parcel is still sealed. Could you send a return label?',
      },
      {
        from: 'agent',
        author: agent,
        minutesAgo: 2 * day + 20,
        kind: 'message',
        text: 'Hi Chloe,\n\nof course. I have asked the warehouse for a label and will add it here as a PDF as soon as I have it.\n\nHelena',
      },
    ],
  },
];
