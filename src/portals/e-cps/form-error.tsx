/** Where the script says what is wrong with a form. */
export function FormError() {
  return (
    <div class="alert alert-error" role="alert" tabindex={-1} data-error hidden>
      <p class="alert-title" />
    </div>
  );
}
