import { describe, expect, it } from 'vitest';
import { deviceOf, EQUIPMENT, meansFor, usualEquipment } from './equipment.js';

describe('equipment', () => {
  it.each([
    ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1', 'tablet'],
    ['Mozilla/5.0 (Linux; Android 14; SM-X710) Chrome/126.0 Safari/537.36', 'tablet'],
    ['Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/126.0 Mobile Safari/537.36', 'phone'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148', 'phone'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140.0', 'computer'],
    [undefined, 'computer'],
  ])('knows what %s runs on', (agent, device) => {
    expect(deviceOf(agent)).toBe(device);
  });

  it('leads what is held in the hand to the e-CPS, and asks at a computer', () => {
    expect(meansFor(usualEquipment('tablet') ?? 'nothing')).toBe('ECPS');
    expect(meansFor(usualEquipment('phone') ?? 'nothing')).toBe('ECPS');
    expect(usualEquipment('computer')).toBeUndefined();
  });

  it('leads a reader to the card, a key to the key, and nothing to none', () => {
    expect(EQUIPMENT.map(meansFor)).toEqual(['CARD', 'ECPS', 'ECPS', 'WEBAUTHN', undefined]);
  });
});
