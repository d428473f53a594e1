/** What is told when the record has answered a command about a file that was sent. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Card } from '../../cards/card.js';
import { directionsCard } from '../../cards/files/directions.js';
import { listImportedCard, listPreviewCard, unclearFileCard } from '../../cards/files/lists.js';
import { messageCard } from '../../cards/message.js';
import { uploadImportedCard, uploadPreviewCard } from '../../cards/upload.js';
import type { UploadCommand } from '../../decision/command.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { Language } from '../../text/language.js';
import { fileWords } from '../../wording/files.js';
import { refusalWords } from '../../wording/problems.js';

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
  if (outcome.unclear) return unclearFileCard(outcome.unclear, language);
  if (outcome.list)
    return command.kind === 'import_upload'
      ? listImportedCard(outcome.list, language)
      : listPreviewCard(outcome.list, language);
  if (outcome.directions) return directionsCard(outcome.directions, language);
  if (command.kind === 'drop_upload' || !outcome.upload) return messageCard(language, words.dropped, []);
  return command.kind === 'preview_upload'
    ? uploadPreviewCard(command.upload, outcome.upload, language)
    : uploadImportedCard(outcome.upload, language);
}
