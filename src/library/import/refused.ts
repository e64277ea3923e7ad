// Why something cannot be added: one line for whoever offered it.

/** An expected refusal: `message` is one line in plain words, ready to be shown. */
export class Refused extends Error {}
