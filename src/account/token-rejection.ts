import { errors } from 'jose';
import { AuthenticationError } from './account.errors.ts';

interface Expected {
  readonly audience: string | null;
  readonly issuer: string | null;
}

/** Translates jose's error into our message. */
export function rejection(error: errors.JOSEError, expected: Expected): AuthenticationError {
  return new AuthenticationError(reason(error, expected));
}

function reason(error: errors.JOSEError, { audience, issuer }: Expected): string {
  if (error instanceof errors.JWTExpired) return `The token expired at ${time(error.payload.exp)}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'The signature of the token does not match: it was signed with another key or changed afterwards';
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'The token names no key (kid) of the key set';
  }
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'The token is not a well-formed JWT';
  const { claim, payload } = error;
  if (error.reason === 'missing') return `The token lacks the claim "${claim}"`;
  if (claim === 'nbf' && error.reason === 'check_failed') return `The token is not valid before ${time(payload.nbf)}`;
  if (claim === 'aud') return `The token is for another audience (aud), expected "${audience}"`;
  if (claim === 'iss') return `The token comes from another issuer (iss), expected "${issuer}"`;
  return `The token has a wrong claim "${claim}", expected a number of seconds since 1970`;
}

function time(seconds: number | undefined): string {
  const date = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? 'an unknown time' : date.toISOString();
}
