import { errorCode, hasCode } from './error-code.ts';

const untrusted =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(?:_LOCALLY)?)|CERT_(?:SIGNATURE_FAILURE|UNTRUSTED))$/;

/** Whether an error of Node says that the authority of a server's certificate is not trusted here. */
export const isUntrusted = (error: unknown): boolean => untrusted.test(errorCode(error));

/** The same of a certificate that is for another host. */
export const isOfAnotherHost = (error: unknown): boolean => hasCode(error, 'ERR_TLS_CERT_ALTNAME_INVALID');

/** The same of one that has expired, or does not hold yet. */
export const isOutOfDate = (error: unknown): boolean => hasCode(error, 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID');
