/**
 * What the page knows while it is open. `device`: what this device keeps (see device.js). `secret`: of the link, not
 * spent yet. `activation`: under way. `request`: the one on screen, `chosen` its number. `trial`: the last test.
 * `renewal`: asked for, its code sent. `fingerprint`: id of the
 * credential that stands for the code, null without one.
 */
export const phone = {
  device: undefined,
  secret: undefined,
  activation: undefined,
  request: undefined,
  chosen: undefined,
  trial: undefined,
  renewal: undefined,
  fingerprint: null,
  answering: false,
};
