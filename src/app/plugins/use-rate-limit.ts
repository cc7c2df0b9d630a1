import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import type { Charges } from '../limits/charges.ts';
import type { OperationCosts } from '../limits/operation-costs.ts';
import type { Identify } from '../request-context.ts';
import type { ServerContext } from '../server-context.ts';

type OperationContext = Context & ServerContext;

/** What the hooks before an execution and before a subscription are given alike. */
type AboutToRun = Pick<
  Parameters<NonNullable<Plugin<OperationContext>['onExecute']>>[0],
  'args' | 'setResultAndStopExecution'
>;

/**
 * Charges each operation of an account, on any transport: one request before it is parsed, and more, if its cost says so, before
 * it runs. Requests without an account may query the schema and nothing else, at their own shared pace.
 */
export function useRateLimit(
  charges: Charges,
  identify: Identify,
  costs: OperationCosts,
): Plugin<OperationContext, ServerContext> {
  const overHttp = new WeakSet<Request>();
  const chargeOne = async (request: Request, document?: string) =>
    await charges.one({ request, viewer: (await identify(request)).viewer }, document);
  const chargeRest = async ({ args, setResultAndStopExecution }: AboutToRun) => {
    const refusal = await charges.rest(args.contextValue, costs.of(args));
    if (refusal) setResultAndStopExecution({ errors: [refusal] });
  };
  return {
    async onParams({ request, params, context, setResult }) {
      overHttp.add(request);
      const refusal = await chargeOne(request, params.query);
      if (!refusal) return;
      context.refused = true;
      setResult({ errors: [refusal] });
    },
    // Operations over a socket have not been charged yet.
    async onContextBuilding({ context: { request, params } }) {
      const refusal = overHttp.has(request) ? null : await chargeOne(request, params.query);
      if (refusal) throw refusal;
    },
    onExecute: chargeRest,
    onSubscribe: chargeRest,
    onResponse({ request, response }) {
      for (const [name, value] of Object.entries(charges.headersOf(request))) response.headers.set(name, value);
    },
  };
}
