// Package session is a customer's way to a configuration: choices one by one, each followed by
// the complete state of all options, without dead ends.
//
//	s, err := session.New(ctx, space, session.Config{})
//	step, err := s.Choose(ctx, bev)
//	for _, c := range step.Changes {        // repaint these
//		fmt.Println(c.Option, c.Before, c.After)
//	}
//	n, err := s.View().Count(ctx, nil)      // how many configurations are left?
//
// # States
//
// After each step every option has one of five states. An option that is not decided by a
// choice is forced if all configurations that agree with the choices have it, impossible if
// none has it, and open otherwise. That is exact under all rules together, see
// [solver.Domains]. So an option that is open can be chosen, and can be rejected, and some
// configuration is always left.
//
//	            choose        reject
//	open        chosen        rejected
//	forced      chosen        refused
//	impossible  refused       rejected
//	chosen      -             rejected if the other choices allow it
//	rejected    chosen if ... -
//
// A refused step changes nothing and says why. [Session.Insist] takes such a choice all the
// same, and gives up the fewest earlier ones.
//
// # Errors
//
// A [solver.VoidError] of [New] if nothing can be built; [source.Defects] of [Restore] for what is
// wrong with a file; a [DefaultsError] of [Defaults] that contradict each other; the context's. A
// refused choice is an answer, no error.
//
// # Layout
//
//	Session
//	   space, domains      domains and explainer are scratch of this session alone
//	   points   0  1  2 ┄┄ each the choices, what they decide, never changed once made
//	            └─ at: the present; the points above can be redone
//
// Every question is about points[at]. A step appends a point behind it, undoing and redoing move
// at. Nothing is computed twice: a point keeps the complete state, of two bits for each option,
// so that they cost nothing. A branch shares the points, not the scratch.
//
// Invariants: the choices of a point agree with some configuration; decided chooses and rejects
// exactly the options on which all these configurations agree; a choice is on each option at most
// once. A step that fails, for an ended context, leaves all as it was.
//
// # File map
//
//	session.go  Session, states, choices
//	step.go     Choose, Reject, Retract, Undo, Redo
//	insist.go   Insist: a choice against earlier ones
//	need.go     what each family still needs
//	why.go      why an option is forced or impossible
//	derive.go   ... step by step
//	complete.go completions of the choices, the best first
//	defaults.go ... by the defaults of the catalog
//	save.go     sessions as JSON
//	restore.go  ... and back, also on another release
//	json.go     steps and reasons for machines
package session
