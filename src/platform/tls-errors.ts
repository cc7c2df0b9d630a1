import { errorCode } from './error-code.ts';

const untrusted =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?)|CERT_(?:SIGNATURE_FAILURE|UNTRUSTED))$/;
const bad = /^(?:ERR_TLS_CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/;

/** Whether an error of Node says that the authority of a server's certificate is not trusted here. */
export const isUntrusted = (error: unknown): boolean => untrusted.test(errorCode(error));

/** Whether an error of Node says that a server's certificate is not accepted: it is untrusted, of another host, or does not hold now. */
export const isOfCertificate = (error: unknown): boolean => isUntrusted(error) || bad.test(errorCode(error));
