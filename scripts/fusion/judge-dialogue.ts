import type { Dialogue, Question } from '../../bench/retrieval/dialogues.ts';
import { questionsOf } from '../../bench/retrieval/dialogues.ts';
import type { CapturingRanker } from './capturing-ranker.ts';
import type { InProcess } from './in-process.ts';
import type { JudgedPool } from './judged-pool.ts';

/** Stores a dialogue as a collection and its sessions as conversations, and asks its questions. Returns a pool for each. */
export async function judgeDialogue(
  product: InProcess,
  ranker: Pick<CapturingRanker, 'take'>,
  dialogue: Dialogue,
): Promise<JudgedPool[]> {
  const { id: collectionId } = await product.collections.create(product.viewer, { name: dialogue.id.slice(0, 100) });
  const turnOf = await store(product, collectionId, dialogue);
  await product.load(collectionId);
  const pools: JudgedPool[] = [];
  for (const question of questionsOf(dialogue)) {
    ranker.take();
    await product.search(collectionId, question.text);
    const pool = ranker.take();
    // Without candidates no weights can help.
    if (!pool) continue;
    pools.push({ ...pool, ...judgement(pool.ids, question, turnOf), group: dialogue.id });
  }
  return pools;
}

const judgement = (ids: readonly string[], { evidence }: Question, turnOf: ReadonlyMap<string, string>) => ({
  isGold: ids.map((id) => evidence.has(turnOf.get(id) ?? '')),
  gold: evidence.size,
});

/** Returns the turn from which each memory was made. */
async function store(product: InProcess, collectionId: string, { sessions }: Dialogue): Promise<Map<string, string>> {
  const { conversations, messages: messageService, viewer } = product;
  const turnOf = new Map<string, string>();
  for (const { sentAt, messages } of sessions) {
    const { id } = await conversations.create(viewer, { collectionId });
    const given = messages.map(({ speaker, content, role = 'USER' }) => ({
      role,
      speaker,
      content,
      sentAt: new Date(sentAt),
      remember: true,
    }));
    const { memories } = await messageService.append(viewer, id, given);
    for (const [index, turn] of messages.entries()) turnOf.set(memories[index]?.id ?? '', turn.id);
  }
  return turnOf;
}
