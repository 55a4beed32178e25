// Reads {token, url, params, signature} and says whether Twilio's own library takes it, and whether it takes a changed form.
const { validateRequest } = require('twilio');
const v = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const ok = validateRequest(v.token, v.signature, v.url, v.params);
const changed = validateRequest(v.token, v.signature, v.url, { ...v.params, From: '+1' });
console.log(ok, changed);
