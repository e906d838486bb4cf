// Package rules is the rule language of confspace: conditions on the options
// of a catalog, and sets of rules made of them.
package rules
