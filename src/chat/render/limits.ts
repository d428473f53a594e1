/**
 * The platforms' limits on messages, one line each with its source, so that a change is corrected in one place
 * (promise 8). Lengths are in UTF-16 units unless a name says otherwise, counted after escaping.
 *
 * Sources: BK = docs.slack.dev/reference/block-kit and node-slack-sdk packages/types/src/block-kit; VW = the same,
 * views.ts; PM = docs.slack.dev/reference/methods/chat.postMessage and chat.update; AC = learn.microsoft.com
 * microsoftteams/platform/task-modules-and-cards/cards; FM = …/bots/how-to/format-your-bot-messages; MK = Maru's own.
 */
export const LIMITS = {
  slack: {
    /** BK: blocks in a message */
    messageBlocks: 50,
    /** BK: blocks in a modal */
    modalBlocks: 100,
    /** VW: bytes of a view's JSON (`view_too_large`) */
    viewBytes: 250_000,
    /** PM: longest text of a message at all; MK takes less, see MAX_TEXT of the interview */
    typedText: 40_000,
    /** PM: chat.update refuses a text above it (`msg_too_long`), chat.postMessage advises it */
    messageText: 4000,
    /** BK */
    sectionText: 3000,
    /** BK: fields in a section, and the text of each */
    sectionFields: 10,
    fieldText: 2000,
    /** BK */
    headerText: 150,
    /** BK: elements in a context block; a text in it is a text object like any other */
    contextElements: 10,
    contextText: 2000,
    /** BK */
    actionsElements: 25,
    /** BK: block_id, action_id, callback_id */
    id: 255,
    /** BK */
    buttonText: 75,
    buttonValue: 2000,
    buttonLabel: 75,
    /** BK: the one table of a message: rows with the head, and characters of all cells; cells are shown as they are typed */
    tableRows: 100,
    tableText: 10_000,
    /** BK: alt_text of an image */
    altText: 2000,
    /** BK: radio buttons and checkboxes */
    radioOptions: 10,
    /** BK: options of a select menu */
    selectOptions: 100,
    /** BK: text and value of an option, by the SDK's types; the documentation's page says 150 for the value */
    optionText: 75,
    optionValue: 75,
    /** BK */
    inputLabel: 2000,
    inputHint: 2000,
    placeholder: 150,
    /** BK: largest `max_length` of a plain_text_input */
    inputMaxLength: 3000,
    /** VW: title, submit and close of a modal */
    modalTitle: 24,
    /** VW */
    privateMetadata: 3000,
  },
  teams: {
    /** FM: as much as a message of about 28 KB holds in UTF-16; MK takes less, see MAX_TEXT of the interview */
    typedText: 14_000,
    /** FM: a message is refused above about 100 KB, older pages say 40 and 28; in bytes of UTF-16 JSON, with room to spare */
    cardBytes: 25 * 1024,
    /** AC: primary actions shown in a row; more would go into an overflow menu */
    primaryActions: 6,
    /** MK: a row of buttons on a phone of 360 px, in full-width characters of 14 px, margins of the message taken off */
    rowWidth: 21,
    /** AC: the schema that is understood at most */
    version: '1.5',
    /** MK: a title of an action stays on one line of a phone of 360 px */
    actionTitle: 75,
    /** MK: an example in an input shows on one line */
    placeholder: 150,
    /** MK: description of a picture, which counts towards the card twice as its address does */
    altText: 1000,
    /** MK: one text of a card; several of them still fit the card */
    text: 6000,
    /** MK: all of a card as plain text, so that it takes no more than half of the card */
    fallbackText: 4000,
  },
} as const;

export type Platform = keyof typeof LIMITS;
