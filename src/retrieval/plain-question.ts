// What of a message is worth looking for: neither markup nor addresses, and no more than a question's length.

// What is pasted beyond this is not read.
const MAX_QUESTION_UTF16 = 8_000;

const MARKUP = /<(script|style)\b[^>]*>.*?<\/\1\s*>|<\/?[a-z][^<>]*>/gis;
// Links, mail addresses, mentions of accounts and commands, as chats are full of them.
const ADDRESSES =
  /\b(?:https?|ftp|tg|ton):\/\/\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+|(?<![a-z\d.-])(?:[a-z\d-]{1,63}\.)+[a-z]{2,}\/\S*|(?<![\p{L}\p{N}_])[@/][a-z\d_]{2,}\b/giu;

/** The question's own words. An address is none of them, unless there is nothing else. */
export function plainQuestion(message: string): string {
  const text = message.slice(0, MAX_QUESTION_UTF16).replace(MARKUP, ' ');
  const rest = text.replace(ADDRESSES, ' ');
  return /[\p{L}\p{N}]/u.test(rest) ? rest : text;
}
