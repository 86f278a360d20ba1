import { type Body, jsonBody, multipartBody } from './bodies.ts';
import { callers } from './callers.ts';

/** A relay that is measured, and what it is sent. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  /** In this folder of the build. */
  readonly script: string;
  readonly body: (size: number) => Body;
  /** Who it is sent as, where the relay wants to know. */
  readonly caller?: (typeof callers)[keyof typeof callers];
  readonly ours: boolean;
  /** The aim: at most so many times as long as the pipe. */
  readonly mostRatio?: number;
}

export const contenders: readonly Contender[] = [
  { name: 'pipe', title: '(c) raw pipe, the bound', script: 'pipe.js', body: multipartBody, ours: false },
  {
    name: 'whole-body',
    title: '(a) fastify, JSON.parse, FormData, fetch: JSON → multipart',
    script: 'whole-body.js',
    body: jsonBody,
    ours: false,
  },
  {
    name: 'fastify-multipart',
    title: '(b) @fastify/multipart, streaming: multipart → multipart',
    script: 'fastify-multipart.js',
    body: multipartBody,
    ours: false,
  },
  {
    name: 'json-multipart',
    title: 'gateway: JSON → multipart (Desk)',
    script: 'gateway.js',
    body: jsonBody,
    caller: callers.desk,
    ours: true,
    mostRatio: 1.5,
  },
  {
    name: 'multipart-multipart',
    title: 'gateway: multipart → multipart (Desk)',
    script: 'gateway.js',
    body: multipartBody,
    caller: callers.desk,
    ours: true,
    mostRatio: 1.2,
  },
  {
    name: 'multipart-json',
    title: 'gateway: multipart → JSON (OMS)',
    script: 'gateway.js',
    body: multipartBody,
    caller: callers.oms,
    ours: true,
    mostRatio: 1.6,
  },
];
