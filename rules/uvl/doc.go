// Package uvl reads and writes the Universal Variability Language (UVL), the common exchange format of feature models.
//
// A model becomes a [rules.Set]: its feature tree the catalog, its constraints the rules.
//
//	set, err := uvl.Read(os.DirFS("models"), "main.uvl")
//	err = uvl.Write(w, set, config.Point{})
//
// # Files
//
//	read.go         Read: the steps in order
//	lexer.go        text to tokens and logical lines; token.go: the tokens, and the cursor that reads a line of them
//	layout.go       lines to blocks, by indentation
//	parse.go        blocks to a document: sections; level.go, tree.go, attributes.go, constraint.go: the lines in each
//	document.go     what a parsed file consists of; node.go: its constraints
//	load.go         the files of a model, each once
//	compose.go      documents to one model: features under their full names
//	resolve.go      names in constraints to features and attributes
//	catalog.go      model to catalog
//	write.go        Write: catalog to feature tree; names.go: quotes
//	lower.go        expressions to those that UVL has; spell.go: cardinalities and sums to boolean ones
//	render.go       expressions to text
//	report.go       defects and places; unsupported.go: constructs that are refused
//
// # Constructs
//
//	UVL                                   confspace
//	feature                               option, its code the full name: a feature X imported as sub is sub.X
//	group                                 family below that option, with the code Engine:alternative or the like
//	mandatory, optional                   select [n..n] of its n options, any
//	or, alternative, [a..b], [a..*], [n]  select [1..*], one, the same range
//	root feature                          the only option of a family that takes one
//	numeric attribute                     exact attribute of the catalog; Package {Price 5} is Package.Price
//	constraint                            rule C1, C2, … of its file: first the section, then constraint attributes
//	imported file                         its features below where they are placed, its rules as sub.C1
//	namespace                             product name; without it, the root feature's
//
// In arithmetic, an attribute of a feature that is not chosen counts 0, sum and avg are over the chosen features that
// have the attribute, and a comparison with a division by zero or the average of nothing does not hold. In an imported
// file, sum(Price) is the sum over that file's part of the tree. A constraint attribute holds always, not only when its
// feature is chosen.
//
// String, boolean and list attributes, and those without value, are read and dropped: no constraint that is accepted
// can depend on one. So are comments, and imports that are never placed in the tree. What is legal but has no
// counterpart is refused by name, see [Unsupported]: features of type Integer, Real and String, feature cardinalities
// (clones), string and boolean attributes in constraints, len, names that contain a dot, and the group cardinality [0].
//
// # Errors
//
// The error of [Read] and [Write] is [source.Defects] with everything that is wrong or cannot be expressed. An
// [Unsupported] is the cause of a defect, for errors.As.
package uvl
