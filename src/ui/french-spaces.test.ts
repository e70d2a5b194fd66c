import { describe, expect, it } from 'vitest';
import { frenchSpaces } from './french-spaces.js';

describe('the spaces of French', () => {
  it.each([
    ['<p>Le code : 12 ; prêt ? Oui !</p>', '<p>Le code\u00a0: 12\u00a0; prêt\u00a0? Oui\u00a0!</p>'],
    ['<p>dites « bonjour » à tous</p>', '<p>dites «\u00a0bonjour\u00a0» à tous</p>'],
    ['<p><b>Nom</b> : « <i>X</i> »</p>', '<p><b>Nom</b>\u00a0: «\u00a0<i>X</i>\u00a0»</p>'],
  ])('do not break in %s', (typed, shown) => {
    expect(frenchSpaces(typed)).toBe(shown);
  });

  it.each([
    ['<input value="Objet : « a » ?">', 'the values of a form'],
    ['<textarea>a : b</textarea>', 'what is being typed'],
    ['<select><option>a : b</option></select>', 'what an option sends'],
    ['<pre><code>a ? b : c</code></pre>', 'a program'],
    ['<script>a ? b : c</script>', 'a script'],
    ['<p>14:05 https://a.example/?b=c</p>', 'marks without a space'],
  ])('are left alone in %s (%s)', (html) => {
    expect(frenchSpaces(html)).toBe(html);
  });

  it('are found again after what is left alone', () => {
    expect(frenchSpaces('<code>a : b</code> : <pre>c : d</pre> oui !')).toBe(
      '<code>a : b</code>\u00a0: <pre>c : d</pre> oui\u00a0!',
    );
  });
});
