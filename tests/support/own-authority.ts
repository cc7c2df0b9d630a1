import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The files of a certificate, as servers take them. */
export interface IssuedCertificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

interface OwnAuthority {
  /** The authority's own certificate in PEM, and its file. */
  readonly pem: string;
  readonly file: string;
  /** Issues a certificate for a host. */
  issue(host: string): IssuedCertificate;
}

/** A certificate authority for one test, removed with it. */
export function newAuthority(): OwnAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'mnemograph-authority-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { certFile: file, keyFile, cert: pem } = makeCertificate(folder, 'authority');
  const signed = ['-CA', file, '-CAkey', keyFile, '-addext', 'basicConstraints=critical,CA:FALSE'];
  return {
    pem,
    file,
    issue: (host) => makeCertificate(folder, host, ...signed, '-addext', `subjectAltName=DNS:${host}`),
  };
}

/** Creates a self-signed certificate, unless `more` options of openssl say otherwise. */
export function makeCertificate(folder: string, name: string, ...more: readonly string[]): IssuedCertificate {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const request = 'req -x509 -nodes -days 2 -newkey ec -pkeyopt ec_paramgen_curve:P-256'.split(' ');
  const subject = ['-subj', `/CN=${name}`];
  execFileSync('openssl', [...request, ...subject, ...more, '-out', certFile, '-keyout', keyFile], { stdio: 'pipe' });
  return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}
