import { expect, type Page } from '@playwright/test';
import { hidePosition } from '../fixtures/position.ts';
import { Screen } from './screen.ts';

/** Clocks in on a phone that does not tell where it is: the punch waits for a word of whoever leads. */
export async function clockInUnseen(phone: Page): Promise<void> {
  await hidePosition(phone.context());
  const today = new Screen(phone, '/');
  await today.open();
  await today.button('上班打卡').click();
  await expect(today.status).toContainText('位置待核实');
}
