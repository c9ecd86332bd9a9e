// Package plangen is a client of the PlanGEN server to copy into a service: solving, with updates as they happen and
// without a gap when connections break; runs that one leaves and comes back to; model-level streaming; and one type of
// error that says what to do.
package plangen

//go:generate go run ../internal/stubs
