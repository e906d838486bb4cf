// Package compile turns a formula into a circuit: an exhaustive search for
// models, with memory, whose trace is a decision d-DNNF (Huang and Darwiche,
// "DPLL with a trace", 2005).
//
// # Pipeline
//
//	cnf.Formula
//	   │  simplify      facts, equal literals, shorter clauses, fewer clauses
//	   │  absent.go     auxiliaries that the circuit can do without
//	   ▼
//	simplify.Result
//	   │  order.go      primal graph ─ decomp ─▶ distance of each variable from the centre
//	   │  bottomup.go   ... or, if there is little but one sum, its layers from below
//	   │  core.go       dense numbering in that order, and the way back
//	   ▼
//	core, problem
//	   │  search.go     decide ─▶ propagate (cdcl) ─▶ split.go ─▶ cache.go ─▶ circuit.Builder
//	   ▼
//	circuit.Circuit
//
// # Files
//
//	compile.go  Compile, Options, Stats
//	absent.go   simplification, and which auxiliaries are left out
//	order.go    which variables to decide first
//	bottomup.go which ones when a formula is the diagram of one sum
//	core.go     the simplified formula with dense variables; lifting its literals back
//	problem.go  clauses as splitting wants them
//	parts.go    sets of variables and clauses, by 64 members
//	split.go    connected components, searched from where something was taken out
//	cache.go    components met, by their full encoding
//	search.go   the recursion
//
// # The search
//
// A component is a set of open variables that its open clauses connect. To
// solve one: look it up; else decide a variable, and for either value
// propagate, split what is left, solve the parts, and take the And of the
// literals that became true, the variables that became free and the parts. The
// Or of the two is the component's node. Every branch of an Or accounts for
// every variable of the component, so the circuit is smooth as it is built;
// nothing has to be filled in.
//
// # Names
//
//	l, v        literal, variable; of the core, from order.go on
//	c           a component, or a clause by number
//	level       the number of decisions below a point of the trail
//	open        neither true nor false; of a clause, not satisfied
//	free        of a variable: open and in no open clause
//	long        of a clause: three literals or more
//
// # Why an answer from the cache is right
//
// A component's key is the set of its variables and that of its long clauses,
// in full: 100 to 250 bytes on car lines. It determines the residual formula: a
// long clause of the component has exactly its literals over the component's
// variables left, all others being false; a binary clause is left exactly when
// both its variables are. Nothing rests on a hash.
//
// Clauses that were learnt, or found redundant, propagate but do not connect.
// What that does across sibling components, and how it is kept out of the
// circuit and the cache, is told at type search.
//
// # What decides the time
//
// The number of components met, which is the order's doing, and what it takes
// to split one. Conflicts are all but absent from the car lines of the
// benchmark, of 240 to 770 variables after simplification: a few hundred at most
// on a line, and propagation is 5 % of the time. Decisions for one of them,
// C129_FR:
//
//	no simplification, no decomposition    over 1,000,000 in 25 s
//	decomposition alone                    over 1,800,000 in 25 s
//	simplification and decomposition       67,925 in 0.8 s
//
// Components have 170 variables and 110 long clauses in the mean. Six to nine
// of ten decisions are on variables of the central bag. Splitting is half of the
// time. With union-find over lists of all variables and clauses it was 60 % of a
// time three times as long; a search over bits from where something was taken
// out, that stops as soon as nothing can have fallen apart, looks at 44 to 58
// variables where looking until all are met takes 100.
//
// # Tried and dropped
//
//   - A satisfiability check for every branch, as d4 has it (Lagniez and
//     Marquis, 2017): on car lines it cost as much as all the rest (C163_FW
//     1.6 s instead of 0.9 s) for hardly a dead end. It is on where dead ends
//     are frequent.
//   - Weighing tree distance against the variables' scores by 100·exp(n/w)/n
//     as sharpSAT-TD does: C168_FW, of width 109, takes 2,051,000 decisions
//     instead of 602,000 with distance first. Letting variables one to eight
//     levels deeper compete: 64,000 to 516,000 decisions on C129_FR.
//   - Other centres: the largest bag, the middle of the longest path, the root
//     of the elimination tree: 1.5, 1.6 and more than 6 times the nodes.
//   - Elimination orders by least width instead of least size of all bags:
//     C203_FW 281,000 decisions instead of 244,000, C208_FA 268,000 instead of
//     191,000. Sixty orders instead of ten: the same widths. Least degree alone:
//     0.8 times the decisions on two lines, over 1.3 times on three.
//   - Separators by maximum flow and piercing (FlowCutter; Hamann and Strasser,
//     2018) in two levels of nested dissection, with least fill between them:
//     widths two and four less on two of nine lines (C203_FW 40, not 44), up to
//     two less on square grids of 12 to 30 a side, more on 40. As decisions go,
//     it is a lottery. Where separators leave a tenth or a fifth of the graph on
//     either side, and the tree of least size is taken: C220_FW 300,000
//     decisions instead of 450,000, C208_FA 165,000 instead of 191,000, but
//     C203_FCL 77,000 instead of 44,000, C171_FR 6,200 instead of 3,700, C209_FA
//     9,800 instead of 6,800; with a fifth alone C203_FCL 203,000; by the squares
//     of the sizes C203_FW 823,000. With the separator for the centre, 0.7 to
//     over 1.3 times as many on C129_FR and C140_FV.
//   - The root beside the centre: from 0.4 to over 1.2 times the decisions, and
//     neither the size of the root bag nor an estimate of its states tells
//     which (rank correlation with decisions from -0.6 to 0.5 by line).
//   - A trial of a dozen orders, each searching the same sample of the space, of
//     4,000 to 12,000 decisions: rank correlations of -0.6 to 0.9, C208_FA
//     175,000 decisions instead of 268,000, C638_FKA 7,000 to 20,000 instead of
//     27,000, but C202_FS 5,030,000 instead of 3,980,000, and 0.2 s for every
//     line. Nor could the better order be seen from how much of its tree a
//     search had covered after 256 to 65,536 decisions.
//   - Keys by the literals that are left of each clause instead of clause
//     numbers, with duplicates and clauses subsumed by binary ones left out:
//     0 to 5 % fewer decisions, 30 % on two lines, twice the time for a key.
//   - All clauses in the primal graph: one clause of 243 literals makes a
//     width of 243, and C638_FKA take 225,000 decisions instead of 27,000.
//     Cutting at 50 literals instead of 128: C638_FKA 18,000, but C168_FW over
//     4,100,000 instead of 602,000. At 24: C208_FA 346,000 instead of 268,000.
//   - Occurrences weighed by clause length, or binary clauses thrice: within
//     10 % either way; long clauses not counted: twice the nodes.
//   - A family of mutually exclusive variables decided at once, without
//     splitting and looking up between its members: 0 to 9 % more decisions in
//     the same time when only members as near to the centre follow (C220_FW
//     476,788 instead of 449,923), 3 to 9 times as many when all do. Components
//     without one member are met again too often to be passed over.
//   - A decomposition of its own for each component that has lost 15 to 50 % of
//     the variables: 40 % to hundredfold more decisions. An order that is not the
//     same everywhere spoils the cache.
//   - Long clauses as vertices of the decomposed graph instead of cliques:
//     widths of 34 to 57 instead of 38 to 109 where clauses of more than 8
//     literals are, decisions between -53 % and +46 % on six lines, and C168_FW not
//     finished in ten times the time. A component does not fall apart at a clause
//     that is still open, whatever the graph says.
//   - Such clauses cut into defined parts along the decomposition: C638_FKA
//     3,432 decisions and 41,000 edges instead of 26,770 and 1,221,000, but -9 to
//     +80 % decisions elsewhere, and auxiliaries in the circuit.
//   - Choosing within a bag by the frequencies of the whole, or with binary
//     clauses fourfold: within 13 % either way. By binary clauses alone: 3 to 22 %
//     more decisions, and C208_FA not finished in one and a half times the time. By
//     number: between -16 % and +45 %.
package compile
