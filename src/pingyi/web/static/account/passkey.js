// A passkey dialogue that was cancelled, or that this browser does not know, is said on the page.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.getElementById('passkey_problem').hidden = false
})
