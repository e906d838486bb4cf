package source

import "context"

// NeedContext panics in words if a context is nil. Each function that takes a
// context calls it; pkg is the name of its package.
func NeedContext(pkg string, ctx context.Context) {
	if ctx == nil {
		panic(pkg + ": the context is nil; context.Background() is one that never ends")
	}
}
