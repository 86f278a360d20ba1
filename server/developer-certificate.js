import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const day = 24 * 60 * 60 * 1000;

/** How long a certificate lives, in milliseconds; browsers and systems take no longer ones. */
const lifetime = 365 * day;

/** A certificate that ends within this time, in milliseconds, is replaced, so that none ends while it is in use. */
const renewal = 30 * day;

/**
 * @typedef {object} Certificate
 * @property {string} key the private key, PEM
 * @property {string} cert the certificate, PEM
 * @property {string} path where the certificate is kept, for a browser or system to trust
 * @property {boolean} fresh whether it was made just now, so that nothing trusts it yet
 */

/**
 * The self-signed certificate of this machine for 127.0.0.1 and localhost: kept, so that it has to be trusted once.
 * @param {string} folder where it is kept
 * @param {number} now milliseconds since 1970
 * @returns {Promise<Certificate>}
 */
export async function readCertificate(folder, now) {
  const path = join(folder, 'developer-cert.pem');
  const keyPath = join(folder, 'developer-key.pem');
  const [key, cert] = await Promise.all([keyPath, path].map((file) => readFile(file, 'utf8').catch(() => '')));
  if (key && cert && isUsable(key, cert, now)) return { key, cert, path, fresh: false };

  const made = await generate([{ name: 'commonName', value: 'Anexo, developer mode' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - day),
    notAfterDate: new Date(now - day + lifetime),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  });
  await mkdir(folder, { recursive: true });
  await writeFile(keyPath, made.private, { mode: 0o600 });
  await writeFile(path, made.cert);
  return { key: made.private, cert: made.cert, path, fresh: true };
}

/**
 * @param {string} key
 * @param {string} cert
 * @param {number} now
 */
function isUsable(key, cert, now) {
  try {
    const certificate = new X509Certificate(cert);
    return (
      Date.parse(certificate.validFrom) <= now &&
      Date.parse(certificate.validTo) > now + renewal &&
      certificate.checkIP('127.0.0.1') !== undefined &&
      certificate.checkHost('localhost') !== undefined &&
      certificate.checkPrivateKey(createPrivateKey(key))
    );
  } catch {
    return false;
  }
}
