import type { Target } from './target.ts';
import { connectorAnswers, embeddedAnswers } from './targets/connector-answers.ts';
import { fileNames, fileTypes, imageFacts } from './targets/files.ts';
import { gatewayAnswers, retryAfter } from './targets/gateway-answers.ts';
import { deskPage, embeddedPage } from './targets/host-pages.ts';
import { keptUploads, tabWords } from './targets/kept-uploads.ts';
import { parameters } from './targets/parameters.ts';

/** What the widget and the contract read. */
export const widgetTargets: readonly Target[] = [
  connectorAnswers,
  embeddedAnswers,
  gatewayAnswers,
  retryAfter,
  deskPage,
  embeddedPage,
  keptUploads,
  tabWords,
  parameters,
  fileTypes,
  fileNames,
  imageFacts,
];
