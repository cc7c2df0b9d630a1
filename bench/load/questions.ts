import { seededRandom } from '../../tests/support/seeded-random.ts';
import { makeQuestion, subjectWord } from '../search/conversations.ts';

/** The content of a user's collection: this many conversations, from this number on. */
export interface Talk {
  readonly firstConversation: number;
  readonly conversations: number;
}

interface QuestionsOptions {
  readonly talk: Talk;
  readonly vocabulary: readonly string[];
  /** Number of the user. */
  readonly user: number;
  /** Number of questions of each kind that the user repeats. */
  readonly count: number;
  readonly repeated: number;
  readonly random: () => number;
}

type Words = (n: number) => string;

/** Messages of several parts and messages that open a conversation: they take more than one search. The product's rules classify them. */
const composite: readonly ((word: Words) => string)[] = [
  (word) => `Why did ${word(0)} leave the ${word(1)}?`,
  (word) => `Compare the ${word(0)} and the ${word(1)} that we talked about`,
  (word) => `What is the difference between the old ${word(0)} and the new ${word(1)}?`,
  (word) => `Summarize what we said about ${word(0)} last month`,
  (word) => `What did we decide about the ${word(0)} and what about the ${word(1)}?`,
  (word) => `How has the ${word(0)} changed since the ${word(1)}?`,
];
const openings: readonly ((word: Words) => string)[] = [
  () => 'Hello again',
  () => 'What do you know about me?',
  () => 'Where did we leave off?',
];
const compositeShare = 0.4;
const openingShare = 0.1;

/** The questions of one user: a repeated one with the probability that the profile gives, otherwise one that nobody has asked yet. */
export class Questions {
  /** Those that are repeated. */
  readonly searches: readonly string[];
  readonly messages: readonly string[];
  readonly #options: QuestionsOptions;
  #number: number;

  constructor(options: QuestionsOptions) {
    this.#options = options;
    this.#number = options.user * 1_000_000;
    this.searches = Array.from({ length: options.count }, () => this.#search());
    this.messages = Array.from({ length: options.count }, () => this.#message());
  }

  /** A question for a search or an agent. */
  question(): string {
    return this.#again(this.searches) ?? this.#search();
  }

  /** A message to gather context for. */
  message(): string {
    return this.#again(this.messages) ?? this.#message();
  }

  #again(known: readonly string[]): string | undefined {
    const { random, repeated } = this.#options;
    return random() < repeated ? known[Math.floor(random() * known.length)] : undefined;
  }

  #search(): string {
    const { talk, vocabulary } = this.#options;
    this.#number += 1;
    return makeQuestion(this.#number, talk.conversations, vocabulary, talk.firstConversation);
  }

  #message(): string {
    const { random, vocabulary } = this.#options;
    const chance = random();
    if (chance >= compositeShare + openingShare) return this.#search();
    this.#number += 1;
    const own = seededRandom(this.#number);
    const words = [0, 1].map(() => subjectWord(own, vocabulary));
    const forms = chance < compositeShare ? composite : openings;
    return forms[Math.floor(random() * forms.length)]?.((n) => words[n] ?? '') ?? '';
  }
}
