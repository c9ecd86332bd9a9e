package plangen

import (
	"maps"
	"strings"
	"unicode/utf8"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

// texts assembles what is being written.
type texts map[textName]*growing

type textName struct {
	step                  plangenv1.Step
	candidateID, verifier string
}

type growing struct {
	text document
	told string // to the caller

	// behind is set from a resumption until the text is past what was told of it: the server sends it from its beginning
	// then, perhaps in pieces.
	behind bool
}

// write applies a delta, a write at an offset. It returns false if there is nothing to tell of it.
func (t texts) write(update *plangenv1.StepUpdate) (TextWritten, bool) {
	delta := update.GetProgress().GetTextDelta()
	name := textName{update.GetStep(), delta.GetCandidateId(), delta.GetVerifier()}
	text, ok := t[name]
	if !ok {
		text = &growing{}
		t[name] = text
	}
	text.text.write(delta.GetOffset(), delta.GetText())
	now := text.text.String()
	if now == text.told || text.behind && strings.HasPrefix(text.told, now) {
		return TextWritten{}, false
	}
	text.behind = false
	kept := common(text.told, now)
	text.told = now
	return TextWritten{
		RunID: update.GetRunId(), Step: name.step, CandidateID: name.candidateID, Verifier: name.verifier,
		Text: now, Kept: kept,
	}, true
}

// document is a text that grows by writes at an offset. Its strings share one buffer: a long text costs no copy for each
// of its pieces.
type document struct{ strings.Builder }

// write returns how much of the text before is kept.
func (d *document) write(offset int64, text string) (kept int) {
	kept = int(max(0, min(offset, int64(d.Len()))))
	if kept < d.Len() {
		beginning := d.String()[:kept]
		d.Reset()
		d.WriteString(beginning)
	}
	d.WriteString(text)
	return kept
}

// resume is told that what follows begins anew.
func (t texts) resume() {
	for _, text := range t {
		text.behind = true
	}
}

// forget drops the texts of a step that is complete.
func (t texts) forget(step plangenv1.Step) {
	maps.DeleteFunc(t, func(name textName, _ *growing) bool { return name.step == step })
}

// common returns how many bytes two texts have in common at their beginning, in whole code points.
func common(a, b string) int {
	if strings.HasPrefix(b, a) {
		return len(a)
	}
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(b) && !utf8.RuneStart(b[n]) {
		n--
	}
	return n
}
