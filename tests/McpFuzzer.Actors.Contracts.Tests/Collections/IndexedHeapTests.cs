using System.Runtime.CompilerServices;
using CsCheck;
using McpFuzzer.Actors.Contracts.Collections;

namespace McpFuzzer.Actors.Contracts.Tests.Collections;

public sealed class IndexedHeapTests
{
    [Fact]
    public void Should_agree_with_a_sorted_list_when_entries_are_set_moved_and_removed() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 40], Gen.Long[0, 20])
            .Array[0, 300]
            .Sample(changes =>
            {
                var entries = Enumerable.Range(0, 41).Select(name => new Named(name)).ToArray();
                var heap = new IndexedHeap<Named>();
                List<Named> list = [];
                foreach (var (kind, name, due) in changes)
                {
                    list.Remove(entries[name]);
                    if (kind == 0)
                    {
                        heap.Remove(entries[name]);
                    }
                    else
                    {
                        heap.Set(entries[name], due);
                        // Behind those that are due at the same moment, which were set before.
                        list.Insert(list.Count(entry => entry.Due <= due), entries[name]);
                    }

                    Assert.Equal(list.Count, heap.Count);
                    Assert.Same(list.FirstOrDefault(), heap.Earliest);
                    Assert.Equal(list.Contains(entries[name]), entries[name].IsQueued);
                }

                Assert.Equal(list, heap.TakeAll());
                Assert.Equal(0, heap.Count);
                Assert.All(entries, entry => Assert.False(entry.IsQueued));
            });

    [Fact]
    public void Should_keep_no_reference_to_an_entry_when_it_is_removed()
    {
        var heap = new IndexedHeap<Named>();
        heap.Set(new Named(1), 1);
        var removed = SetAndRemove(heap);

        GC.Collect();

        Assert.False(removed.IsAlive);
        Assert.Equal(1, heap.Earliest?.Name);
    }

    [Fact]
    public void Should_not_allocate_when_known_entries_are_taken_and_set_again()
    {
        var heap = new IndexedHeap<Named>();
        for (var name = 0; name < 10_000; name++)
        {
            heap.Set(new Named(name), name);
        }

        TakeAndSetAgain(heap);
        var before = GC.GetAllocatedBytesForCurrentThread();
        TakeAndSetAgain(heap);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(10_000, heap.Count);
    }

    private static void TakeAndSetAgain(IndexedHeap<Named> heap)
    {
        for (var turn = 0; turn < 10_000; turn++)
        {
            var earliest = heap.Earliest!;
            heap.Remove(earliest);
            heap.Set(earliest, earliest.Due + 10_000);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SetAndRemove(IndexedHeap<Named> heap)
    {
        var entry = new Named(2);
        heap.Set(entry, 2);
        heap.Remove(entry);
        return new WeakReference(entry);
    }

    private sealed class Named(int name) : HeapEntry
    {
        public int Name => name;
    }
}
