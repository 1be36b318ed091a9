# The guardian of one node. When the node's pipe on its stdin ends, it kills the node's remaining targets, then ends.
# Options: the id of the node, its control group, its file; the last two may be missing.
# POSIX sh, grep, tr, sleep, rmdir and rm; tried with dash, bash and busybox.
# It is read from descriptor 2, so that the list of processes shows a name and options instead of a script.
exec 2>/dev/null
printf mcp-guardian >/proc/$$/comm
node='' cgroup='' file=''
for option; do
  case $option in
    --node=*) node=${option#*=} ;;
    --cgroup=*) cgroup=${option#*=} ;;
    --file=*) file=${option#*=} ;;
  esac
done
PATH=$PATH:/usr/bin:/bin:/usr/sbin:/sbin
trap '' HUP INT QUIT TERM PIPE USR1 USR2 TSTP TTIN TTOU
cd /

# "+ N": the process group N is alive. "- N": it has ended. "q": the node ends in order, without targets.
groups=' '
while read -r word group; do
  case $word in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="${groups%%" $group "*} ${groups#*" $group "}" ;; esac ;;
    q) exit 0 ;;
  esac
done

# SIGKILL to the groups and control groups first: that needs no fork when targets have used up all processes.
sweep() {
  if [ -n "$cgroup" ]; then
    for group in "$cgroup"/*/cgroup.kill; do echo 1 >"$group"; done 2>/dev/null
  fi
}
for group in $groups; do kill -9 "-$group"; done 2>/dev/null
sweep

# Pids whose mark (the soft limit of file locks) or cookie (in the environment) names this node.
marked() {
  grep -s -l -E "^Max file locks +$node[0-9]{9} " /proc/[0-9]*/limits
}

if printf 'a\0b\n' | grep -q b; then
  # This grep reads past a NUL.
  cookied() { grep -s -l -E "MCP_FUZZER_SET=([0-9.]+,)*$node[.]" /proc/[0-9]*/environ; }
else
  cookied() {
    for environ in /proc/[0-9]*/environ; do
      tr '\0' '\n' 2>/dev/null <"$environ" | grep -q -E "^MCP_FUZZER_SET=([0-9.]+,)*$node[.]" && echo "$environ"
    done
  }
fi

# SIGKILL to each path's process; true when one of them was alive. A zombie keeps its mark, but does not count as alive.
kill_each() {
  alive=1
  for path; do
    pid=${path#/proc/}
    pid=${pid%%/*}
    [ "$pid" != $$ ] || continue
    kill -9 "$pid" 2>/dev/null
    { read -r stat <"/proc/$pid/stat"; } 2>/dev/null || continue
    case ${stat##*) } in [ZXx]*) ;; *) alive=0 ;; esac
  done
  return $alive
}

clean=0 rounds=0
while [ $clean -lt 3 ]; do
  clean=$((clean + 1)) rounds=$((rounds + 1))
  sweep
  if kill_each $(marked) || kill_each $(cookied); then clean=0; fi
  # A process is in an uninterruptible sleep: wait longer.
  [ $rounds -lt 100 ] || sleep 1
done

if [ -n "$cgroup" ]; then
  for round in 1 2 3 4 5 6 7 8; do
    rmdir "$cgroup" && break
    # A process is about to die.
    [ $round -lt 4 ] || sleep 1
    rmdir "$cgroup"/*/*/* "$cgroup"/*/* "$cgroup"/*
  done 2>/dev/null
fi
[ -z "$file" ] || rm -f "$file"
