/** What is told when the record has answered a command about a file that was sent. */
import type { Outcome, UploadCommand } from '../command.js';
import type { Language } from '../language.js';
import { formatInstant } from '../time-words.js';
import type { Card } from '../views/card.js';
import { messageCard } from '../views/message.js';
import { uploadImportedCard, uploadPreviewCard } from '../views/upload.js';
import { fileWords } from '../wording/files.js';
import { refusalWords } from '../wording/problems.js';

/** The card for an outcome: the preview, what was entered, or why not. */
export function uploadCard(command: UploadCommand, outcome: Outcome, language: Language): Card {
  const words = fileWords(language);
  if (!outcome.ok) {
    const { refusal } = outcome;
    if (refusal.reason === 'not_entitled')
      return messageCard(language, words.notCoordinator, [words.notCoordinatorLine]);
    const lines = refusalWords(refusal, formatInstant)[language].split('\n');
    return messageCard(language, words.refusedTitle, lines);
  }
  if (command.kind === 'drop_upload' || !outcome.upload) return messageCard(language, words.dropped, []);
  return command.kind === 'preview_upload'
    ? uploadPreviewCard(command.upload, outcome.upload, language)
    : uploadImportedCard(outcome.upload, language);
}
