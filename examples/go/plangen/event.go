package plangen

import plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"

// Event is something that a stream tells: an [Updated], a [TextWritten] or a [Restarted].
type Event interface{ isEvent() }

// Updated is an update of the run's log. By default there are eight; with StreamOptions.CandidateEvents those with
// progress come too. The last has a result, or the status ERROR.
type Updated struct{ *plangenv1.StepUpdate }

// TextWritten tells that a model has written more; asked for by StreamOptions.TextDeltas.
type TextWritten struct {
	RunID string

	// Step, CandidateID and Verifier name the text, as in TextDelta.
	Step                  plangenv1.Step
	CandidateID, Verifier string

	// Text is the whole text so far.
	Text string

	// Kept is how many bytes of Text have been told before: Text[Kept:] is new. It is less than the length of the text
	// before where a call is made again, and what it had written is void.
	Kept int
}

// Restarted tells that the server has lost the run, so that another one was started in its place. What the caller has
// been told of the previous run is void; whatever follows is of the new one, from its beginning.
type Restarted struct {
	PreviousRunID, RunID string
}

func (Updated) isEvent()     {}
func (TextWritten) isEvent() {}
func (Restarted) isEvent()   {}
