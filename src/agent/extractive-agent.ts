import { asksAboutUs, opensConversation } from '../context/classify.ts';
import { needOfEarlier } from '../context/need-of-earlier.ts';
import { cut } from '../conversation/window.ts';
import { localDay } from '../memory/local-day.ts';
import type { WordMeanings } from '../platform/embedding/word-meanings.ts';
import { inOneLine, nameInLine } from '../platform/one-line.ts';
import { asksForATime } from '../search/asked-period.ts';
import { maxQueryLength } from '../search/search.ts';
import type { Agent, AgentPart, Cited, Desk, FoundNote, Note } from './agent.ts';
import { mostSentences, type Quoted } from './amendments.ts';
import { englishAnswer } from './english-answer.ts';
import { isQuestion } from './is-question.ts';
import { ofAnotherThan } from './of-oneself.ts';
import { ownWordsIn } from './own-words.ts';
import { plainAnswer } from './plain-answer.ts';
import { readShare } from './read-share.ts';
import { isAskedInEnglish, sentencesOf, stemsOf } from './sentences.ts';

/** Number of memories that it searches for. */
const looksAt = 20;
/** Maximum number of questions of a message that are answered, the first ones: for each, all that was found is read. */
const mostQuestions = 10;
/** Maximum number of characters of memories that are read for a message, by all its questions together: half a second of work. */
const mostRead = 200_000;

/** Answers with nothing but sentences of memories, which it cites: it needs no language model. */
export class ExtractiveAgent implements Agent {
  readonly #language: string;
  readonly #meanings: WordMeanings;

  constructor(language: string, meanings: WordMeanings) {
    this.#language = language;
    this.#meanings = meanings;
  }

  async *answer(desk: Desk, signal: AbortSignal): AsyncIterable<AgentPart> {
    const { introduction, unknown } = ownWordsIn(this.#language);
    const best = await this.#answersTo(desk);
    const citations: Cited[] = [];
    if (best.length === 0) yield { type: 'text', text: unknown };
    else yield { type: 'text', text: introduction };
    for (const { note, sentence } of best) {
      signal.throwIfAborted();
      const index = citations.length + 1;
      citations.push({ index, memoryId: note.memoryId, quote: sentence });
      yield {
        type: 'text',
        text: `\n${lineOf(note, sentence)} [${index}] (${localDay(note.validFrom, note.timeZone)})`,
      };
    }
    yield { type: 'end', citations, usage: { promptTokens: null, completionTokens: null }, cut: null };
  }

  /** If a message also contains statements, only its questions are answered; if they have no answer, the whole message is searched for. */
  async #answersTo(desk: Desk): Promise<readonly Said[]> {
    if (asksAboutUs(desk.question)) return await this.#inGeneral(desk);
    // Memories similar to a greeting have nothing to do with it.
    if (opensConversation(desk.question)) return [];
    const message = this.#understood(desk);
    const sentences = sentencesOf(message, this.#language);
    const asked = sentences.filter(isQuestion).slice(0, mostQuestions);
    const told = cut(sentences.filter((sentence) => !isQuestion(sentence)).join(' '), maxQueryLength);
    const isWritten = message === desk.question;
    const earlier = isWritten && needOfEarlier(message, await asksForATime(message)) !== 'none' ? lastOf(desk) : '';
    const best = asked.length === 0 ? [] : await this.#best(desk, asked, { told, earlier });
    if (best.length > 0 || told === '') return best;
    return this.#best(desk, [cut(message, maxQueryLength)], { told: '', earlier });
  }

  /**
   * "What do you know about me?" shares no word with any memory: the answer is one sentence of each memory that the asker's context
   * holds.
   */
  async #inGeneral(desk: Desk): Promise<Said[]> {
    await desk.background();
    const notes: Note[] = [];
    for (let note = desk.noteOf(1); note; note = desk.noteOf(notes.length + 1)) notes.push(note);
    const asked = { question: desk.question, told: '', asker: desk.speaker };
    const isOfAnother = ofAnotherThan(asked, notes, this.#language);
    const said = notes.flatMap((note) => {
      const [sentence] = sentencesOf(note.content, this.#language);
      return sentence === undefined || isOfAnother(note, sentence) ? [] : { note, sentence };
    });
    return said.slice(0, mostSentences);
  }

  /** "And when was that?" has no content word: it is read together with the previous user message. */
  #understood(desk: Desk): string {
    const { question } = desk;
    if (stemsOf(question, this.#language).size > 0 || !isQuestion(question)) return question;
    return `${lastOf(desk)} ${question}`.trim();
  }

  /**
   * Returns one sentence per memory, the best first. Candidates that share words with the message's statements, or with the message before
   * one that refers to it, rank higher: these say who "she" is.
   */
  async #best(desk: Desk, written: readonly string[], { told: beside, earlier }: Beside): Promise<Quoted[]> {
    const questions = await Promise.all(written.map((one) => desk.spelt(one)));
    const question = questions.join(' ');
    // The question first: of a long text only the beginning is searched for.
    const found = await desk.search(`${question} ${earlier}`.trim(), looksAt);
    const saysWho = `${beside} ${earlier}`;
    const isEnglish = isAskedInEnglish(question, this.#language);
    const read = readShare(found, mostRead / (isEnglish ? questions.length : 1));
    if (isEnglish) return await this.#inEnglish(desk, questions, saysWho, read);
    const { speaker: asker, now } = desk;
    return await plainAnswer(read, { question, told: saysWho, asker, now, language: this.#language });
  }

  /** Of several questions, each gets one answer. */
  async #inEnglish(
    { speaker: asker, now }: Desk,
    questions: readonly string[],
    told: string,
    found: readonly FoundNote[],
  ): Promise<Quoted[]> {
    const best: Quoted[] = [];
    for (const question of questions) {
      const answer = await englishAnswer(found, { question, told, asker, now, meanings: this.#meanings });
      best.push(...(questions.length > 1 ? answer.slice(0, 1) : answer));
    }
    return best.filter((one, at) => best.findIndex(({ note }) => note === one.note) === at);
  }
}

/** A sentence, and the note that it comes from. */
interface Said {
  readonly note: Note;
  readonly sentence: string;
}

/** What a message says beside its questions, and the user's message before one that refers to it. */
interface Beside {
  readonly told: string;
  readonly earlier: string;
}

/** The last message of the user. */
const lastOf = ({ history }: Desk): string => history.findLast(({ role }) => role === 'user')?.text ?? '';

const lineOf = ({ speaker }: Note, sentence: string): string =>
  `${speaker === null ? '' : `${nameInLine(speaker)}: `}${inOneLine(sentence)}`;
